"""Measurements, each run by ``python -m benchmarks NAME``. Figures are ratios taken side by side in one run."""
