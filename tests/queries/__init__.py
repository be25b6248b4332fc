"""Tests of tracker.queries."""
