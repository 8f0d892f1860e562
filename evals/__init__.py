"""The nightly evaluation: cases written from the documents, answers, scores, a gate and a report."""
