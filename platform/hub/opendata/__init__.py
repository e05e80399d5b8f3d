"""The sites and services of the network in the data·inclusion vocabulary: places, nobody's name."""
