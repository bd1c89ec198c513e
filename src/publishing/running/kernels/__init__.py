"""Kernels that start in no time, and those that start anywhere."""
