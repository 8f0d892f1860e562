"""The web page. Gradio is imported nowhere else."""

import os

# Gradio reads this when it is imported; its own keyword argument still looks up hosts.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
