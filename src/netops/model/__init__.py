"""From layers to one company: merged objects, derived values, targets, and the view that a template sees."""
