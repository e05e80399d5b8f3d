"""The demonstration network: invented people, a fixed seed, and only the product's own operations."""
