"""What is checked of a pack before anything is compiled: its citations and its loose ends."""
