"""The documentation: its commands are run, its edits made, its pages built."""
