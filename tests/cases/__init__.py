"""Cases of change, a folder a kind: from one spec to another on a real server and back."""
