"""`schema.ts` under the real TypeScript compiler and the real drizzle-kit."""
