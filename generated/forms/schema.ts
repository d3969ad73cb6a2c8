// Made by schemagen from specs/forms.yaml. Do not edit.
// The tables of forms for Drizzle ORM. What it has no words for is in schema.sql, which makes the schema:
// policies, privileges, functions and the checks that call them, triggers, views, exclusion constraints.

import { relations, sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";

/** What happened to a form or a submission, in order, for good. */
export const events = pgTable("events", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  /** What it happened to. */
  aggregateId: uuid("aggregate_id").notNull(),
  aggregateType: text("aggregate_type").notNull(),
  eventType: text("event_type").notNull(),
  eventData: jsonb("event_data").notNull(),
  /** The place among the events of its aggregate. */
  eventVersion: integer("event_version").notNull(),
  /** What belongs together. */
  correlationId: uuid("correlation_id"),
  /** The event or command that led to this one. */
  causationId: uuid("causation_id"),
  createdAt: timestamp("created_at", { withTimezone: true }).default(sql`now()`),
}, (table) => [
  primaryKey({ name: "events_pkey", columns: [table.id] }),
  unique("events_aggregate_id_event_version_key").on(table.aggregateId, table.eventVersion),
  index("events_aggregate_type_created_at_idx").using("btree", table.aggregateType, table.createdAt),
  index("events_causation_id_idx").using("btree", table.causationId),
  index("events_correlation_id_idx").using("btree", table.correlationId),
  index("events_created_at_idx").using("btree", table.createdAt),
  index("events_event_data_idx").using("gin", table.eventData),
]);

/** A version of a form. Its definition is a JSON Schema for what is submitted. */
export const formDefinitions = pgTable("form_definitions", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  name: varchar("name", { length: 100 }).notNull(),
  version: integer("version").notNull().default(sql`1`),
  definition: jsonb("definition").notNull(),
  status: text("status", { enum: ["draft", "active", "archived"] }).notNull().default(sql`'draft'`),
  createdAt: timestamp("created_at", { withTimezone: true }).default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).default(sql`now()`),
}, (table) => [
  primaryKey({ name: "form_definitions_pkey", columns: [table.id] }),
  unique("form_definitions_id_version_key").on(table.id, table.version),
  unique("form_definitions_name_version_key").on(table.name, table.version),
  check("valid_status", sql`status IN ('draft', 'active', 'archived')`),
  index("form_definitions_created_at_idx").using("btree", table.createdAt),
  index("form_definitions_definition_idx").using("gin", table.definition),
  index("form_definitions_name_idx").using("btree", table.name).where(sql`status = 'active'`),
]);

/** What was filled in for one version of a form. */
export const formSubmissions = pgTable("form_submissions", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  formDefinitionId: uuid("form_definition_id").notNull(),
  formVersion: integer("form_version").notNull(),
  data: jsonb("data").notNull(),
  status: text("status").notNull().default(sql`'draft'`),
  createdAt: timestamp("created_at", { withTimezone: true }).default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).default(sql`now()`),
  title: text("title").generatedAlwaysAs(sql`data->>'title'`),
  priority: integer("priority").generatedAlwaysAs(sql`(data->>'priority')::integer`),
}, (table) => [
  primaryKey({ name: "form_submissions_pkey", columns: [table.id] }),
  foreignKey({
    name: "form_submissions_form_definition_id_fkey",
    columns: [table.formDefinitionId],
    foreignColumns: [formDefinitions.id],
  }),
  foreignKey({
    name: "form_submissions_form_definition_id_form_version_fkey",
    columns: [table.formDefinitionId, table.formVersion],
    foreignColumns: [formDefinitions.id, formDefinitions.version],
  }),
  index("form_submissions_created_at_idx").using("btree", table.createdAt),
  index("form_submissions_data_idx").using("gin", table.data),
  index("form_submissions_form_definition_id_idx").using("btree", table.formDefinitionId),
  index("form_submissions_form_definition_id_status_created_at_idx").using("btree", table.formDefinitionId, table.status, table.createdAt),
  index("form_submissions_updated_at_idx").using("btree", table.updatedAt).where(sql`status = 'draft'`),
]);

export const formDefinitionsRelations = relations(formDefinitions, ({ many }) => ({
  formSubmissions: many(formSubmissions, { relationName: "form_submissions.form_submissions_form_definition_id_fkey" }),
}));

export const formSubmissionsRelations = relations(formSubmissions, ({ one }) => ({
  formDefinition: one(formDefinitions, { fields: [formSubmissions.formDefinitionId], references: [formDefinitions.id], relationName: "form_submissions.form_submissions_form_definition_id_fkey" }),
}));

export type Event = typeof events.$inferSelect;
export type NewEvent = typeof events.$inferInsert;
export type FormDefinition = typeof formDefinitions.$inferSelect;
export type NewFormDefinition = typeof formDefinitions.$inferInsert;
export type FormSubmission = typeof formSubmissions.$inferSelect;
export type NewFormSubmission = typeof formSubmissions.$inferInsert;
