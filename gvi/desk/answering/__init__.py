"""Answering a round in closed words: each receiver's click is its own decision."""
