"""Reading a spec: YAML with positions, includes and mixins, validation, and lowering."""
