"""Chinese names of what a run speaks of: kinds of case, metrics, verdicts, steps."""

from __future__ import annotations

from typing import Any

__all__ = ["KINDS", "METRICS", "NAMES"]

KINDS = {
    "all": "全部", "figure": "数额", "lookup": "查政策", "calculation": "计算", "department": "责任单位",
    "list": "列举", "eligibility": "资格", "comparison": "比较", "validity": "有效期", "definition": "定义",
    "table": "表格", "park": "园区", "followup": "追问", "vague": "含糊", "absent": "文件未载",
    "missing_page": "缺页", "unknown_clause": "无此条款", "out_of_scope": "题外", "injection": "指令注入",
    "false_premise": "前提有误", "typo": "错字", "homophone": "同音字", "pinyin": "拼音", "voice_text": "语音转写",
    "traditional": "繁体", "cantonese": "粤语", "english": "英文", "several": "一次多问",
}  # fmt: skip
METRICS = {
    "right": "全部合格", "status": "状态", "must_say": "应说内容", "must_not_say": "不得说内容", "amount": "金额",
    "citation": "引用条款", "citation_precision": "引用精度", "quotes": "引文逐字", "grounded": "数字有据",
    "list_complete": "列举完整", "refusal": "拒答得当", "consistency": "说法一致", "expiry": "过期提示",
    "length": "篇幅",
}  # fmt: skip
NAMES: dict[str, dict[Any, str]] = {
    "kind": KINDS,
    "metric": METRICS,
    "state": {0: "通过", 1: "有退步或未达门槛", 2: "未能完成测量"},
    "part": {"dev": "公开", "held_out": "留出"},
    "verdict": {"ok": "正常", "below": "低于门槛", "regressed": "退步"},
    "status": {"answered": "回答", "clarify": "请补充", "refused": "拒答", "missing": "缺页"},
    "step": {"total": "全程", "understand": "读懂", "retrieve": "检索", "calculate": "计算", "compose": "成文",
             "verify": "核对", "cite": "引证"},
    # How the assistant reads a question; coarser than the kinds of case.
    "read": {"fact": "事实", "department": "责任单位", "reference": "条款", "validity": "有效期", "list": "列举",
             "comparison": "比较", "greeting": "寒暄"},
}  # fmt: skip
