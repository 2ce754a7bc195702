"""What the parts cost, as ratios measured side by side: `make bench` prints one JSON object."""
