import json


def write(result, history, folder):
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1, default=str))
