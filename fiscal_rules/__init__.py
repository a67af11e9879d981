"""Who must pay for what in local health spending: official plans as executable rules."""
