"""Web entry: settings -> page."""

from assistant.config import Settings
from assistant.web.server import run

if __name__ == "__main__":
    run(Settings())
