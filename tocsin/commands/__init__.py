"""Commands that belong to no room. ``demo`` starts the whole house; it alone may look into all rooms."""
