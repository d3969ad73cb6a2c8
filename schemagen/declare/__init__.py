"""What a declaration is made of: the base of all spec models, sections, drafts and problems."""
