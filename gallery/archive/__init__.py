"""ZIPs of photos: what lies in them under which names, made piece by piece."""
