"""Amounts granted or limited by the documents: rules as data, evaluation exact, the trace as explanation."""
