"""The pages of people and of the structures that send them. The person's own page: hub.antenne."""
