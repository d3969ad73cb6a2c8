"""A project as TypeScript has it, for Drizzle ORM."""
