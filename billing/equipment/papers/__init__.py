"""What is printed about devices and loans."""
