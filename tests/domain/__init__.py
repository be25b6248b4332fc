"""Tests of tracker.domain."""
