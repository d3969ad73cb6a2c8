// Made by schemagen from specs/trust.yaml. Do not edit.
// The tables of trust for Drizzle ORM. What it has no words for is in schema.sql, which makes the schema:
// policies, privileges, functions and the checks that call them, triggers, views, exclusion constraints.

import { relations, sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/** How far a course has got. */
export const academyStatus = pgEnum("academy_status", [
  "enrolled",
  "in_progress",
  "completed",
  "failed",
]);

/** On what terms a consumer has an agent. */
export const acquisitionType = pgEnum("acquisition_type", ["trial", "purchase", "subscription"]);

/** Where an agent is in its life; archived stands for deleted. */
export const agentStatus = pgEnum("agent_status", [
  "draft",
  "training",
  "active",
  "suspended",
  "archived",
]);

/** What a council decided. */
export const councilDecisionType = pgEnum("council_decision_type", [
  "approval",
  "denial",
  "escalation",
  "suspension",
  "reinstatement",
]);

/** A published listing makes its agent public; withdrawn stands for deleted. */
export const listingStatus = pgEnum("listing_status", [
  "draft",
  "published",
  "suspended",
  "withdrawn",
]);

/** What changed a trust score. */
export const trustSourceType = pgEnum("trust_source_type", [
  "observer",
  "council",
  "academy",
  "marketplace",
  "manual",
]);

export type AgentConfig = {
  model?: string;
  temperature?: number;
  tools?: Array<string>;
  [key: string]: unknown;
};

export type CouncilRecord = {
  votes: Array<CouncilVote>;
  [key: string]: unknown;
};

export type CouncilVote = {
  member: string;
  vote: ("approve" | "deny" | "abstain");
  reason?: string;
};

export type ObserverPayload = Record<string, unknown>;

export type TruthPayload = Record<string, unknown>;

/** An agent's progress through a course of the academy. */
export const academyProgress = pgTable("academy_progress", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  agentId: uuid("agent_id").notNull(),
  course: text("course").notNull(),
  status: academyStatus("status").notNull().default(sql`'enrolled'`),
  /** Percent. */
  progress: smallint("progress").notNull().default(sql`0`),
  completedAt: timestamp("completed_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "academy_progress_pkey", columns: [table.id] }),
  unique("academy_progress_agent_id_course_key").on(table.agentId, table.course),
  foreignKey({
    name: "academy_progress_agent_id_fkey",
    columns: [table.agentId],
    foreignColumns: [agents.id],
  }).onDelete("cascade"),
  check("academy_progress_course_check", sql`course <> ''`),
  check("academy_progress_progress_check", sql`progress between 0 and 100`),
  index("academy_progress_created_at_idx").using("btree", table.createdAt),
  index("academy_progress_status_created_at_idx").using("btree", table.status, table.createdAt.desc().nullsFirst()),
]);

/** A consumer's relationship with an agent. */
export const acquisitions = pgTable("acquisitions", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  consumerId: uuid("consumer_id").notNull(),
  agentId: uuid("agent_id").notNull(),
  listingId: uuid("listing_id").notNull(),
  acquisitionType: acquisitionType("acquisition_type").notNull(),
  price: numeric("price", { precision: 12, scale: 2 }).notNull().default(sql`0`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  endedAt: timestamp("ended_at", { withTimezone: true }),
}, (table) => [
  primaryKey({ name: "acquisitions_pkey", columns: [table.id] }),
  foreignKey({
    name: "acquisitions_agent_id_fkey",
    columns: [table.agentId],
    foreignColumns: [agents.id],
  }),
  foreignKey({
    name: "acquisitions_consumer_id_fkey",
    columns: [table.consumerId],
    foreignColumns: [profiles.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "acquisitions_listing_id_agent_id_fkey",
    columns: [table.listingId, table.agentId],
    foreignColumns: [marketplaceListings.id, marketplaceListings.agentId],
  }),
  check("acquisitions_check", sql`ended_at >= created_at`),
  check("acquisitions_price_check", sql`price >= 0`),
  index("acquisitions_agent_id_idx").using("btree", table.agentId),
  index("acquisitions_consumer_id_idx").using("btree", table.consumerId),
  index("acquisitions_created_at_idx").using("btree", table.createdAt),
  uniqueIndex("acquisitions_current_key").using("btree", table.consumerId, table.agentId).where(sql`ended_at is null`),
  index("acquisitions_listing_id_agent_id_idx").using("btree", table.listingId, table.agentId),
]);

/** An AI agent and its current standing. */
export const agents = pgTable("agents", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  ownerId: uuid("owner_id").notNull(),
  name: text("name").notNull(),
  description: text("description"),
  config: jsonb("config").$type<AgentConfig>().notNull().default(sql`'{}'`),
  /** 0 to 1000; see get_trust_tier. */
  trustScore: integer("trust_score").notNull().default(sql`0`),
  status: agentStatus("status").notNull().default(sql`'draft'`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "agents_pkey", columns: [table.id] }),
  unique("agents_id_owner_id_key").on(table.id, table.ownerId),
  foreignKey({
    name: "agents_owner_id_fkey",
    columns: [table.ownerId],
    foreignColumns: [profiles.id],
  }),
  check("agents_name_check", sql`name <> ''`),
  check("agents_trust_score_check", sql`trust_score BETWEEN 0 AND 1000`),
  index("agents_created_at_idx").using("btree", table.createdAt),
  index("agents_owner_id_idx").using("btree", table.ownerId),
  index("agents_status_created_at_idx").using("btree", table.status, table.createdAt.desc().nullsFirst()),
]);

/** A decision of the governing council, public. */
export const councilDecisions = pgTable("council_decisions", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  /** Null for a decision of principle. */
  agentId: uuid("agent_id"),
  decisionType: councilDecisionType("decision_type").notNull(),
  /** From 0, none, to 4, critical. */
  riskLevel: smallint("risk_level").notNull(),
  subject: text("subject").notNull(),
  reasoning: text("reasoning"),
  record: jsonb("record").$type<CouncilRecord>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "council_decisions_pkey", columns: [table.id] }),
  foreignKey({
    name: "council_decisions_agent_id_fkey",
    columns: [table.agentId],
    foreignColumns: [agents.id],
  }),
  check("council_decisions_risk_level_check", sql`risk_level between 0 and 4`),
  index("council_decisions_agent_id_idx").using("btree", table.agentId),
  index("council_decisions_created_at_idx").using("btree", table.createdAt),
  index("council_decisions_decision_type_created_at_idx").using("btree", table.decisionType, table.createdAt.desc().nullsFirst()),
]);

/** An agent offered to consumers. */
export const marketplaceListings = pgTable("marketplace_listings", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  agentId: uuid("agent_id").notNull(),
  /** The owner of the agent. */
  ownerId: uuid("owner_id").notNull(),
  title: text("title").notNull(),
  description: text("description"),
  price: numeric("price", { precision: 12, scale: 2 }).notNull().default(sql`0`),
  /** ISO 4217. */
  currency: text("currency").notNull().default(sql`'USD'`),
  status: listingStatus("status").notNull().default(sql`'draft'`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "marketplace_listings_pkey", columns: [table.id] }),
  unique("marketplace_listings_id_agent_id_key").on(table.id, table.agentId),
  foreignKey({
    name: "marketplace_listings_agent_id_owner_id_fkey",
    columns: [table.agentId, table.ownerId],
    foreignColumns: [agents.id, agents.ownerId],
  }).onDelete("cascade").onUpdate("cascade"),
  foreignKey({
    name: "marketplace_listings_owner_id_fkey",
    columns: [table.ownerId],
    foreignColumns: [profiles.id],
  }),
  check("marketplace_listings_currency_check", sql`currency ~ '^[A-Z]{3}$'`),
  check("marketplace_listings_price_check", sql`price >= 0`),
  check("marketplace_listings_title_check", sql`title <> ''`),
  index("marketplace_listings_agent_id_owner_id_idx").using("btree", table.agentId, table.ownerId),
  index("marketplace_listings_created_at_idx").using("btree", table.createdAt),
  index("marketplace_listings_owner_id_idx").using("btree", table.ownerId),
  uniqueIndex("marketplace_listings_published_key").using("btree", table.agentId).where(sql`status = 'published'`),
  index("marketplace_listings_status_created_at_idx").using("btree", table.status, table.createdAt.desc().nullsFirst()),
]);

/** The log of what agents did. */
export const observerEvents = pgTable("observer_events", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  sequence: bigint("sequence", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
  agentId: uuid("agent_id").notNull(),
  eventType: text("event_type").notNull(),
  payload: jsonb("payload").$type<ObserverPayload>().notNull().default(sql`'{}'`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "observer_events_pkey", columns: [table.id] }),
  unique("observer_events_sequence_key").on(table.sequence),
  foreignKey({
    name: "observer_events_agent_id_fkey",
    columns: [table.agentId],
    foreignColumns: [agents.id],
  }),
  check("observer_events_event_type_check", sql`event_type <> ''`),
  index("observer_events_agent_id_created_at_idx").using("btree", table.agentId, table.createdAt.desc().nullsFirst()),
  index("observer_events_created_at_idx").using("btree", table.createdAt),
  index("observer_events_event_type_created_at_idx").using("btree", table.eventType, table.createdAt.desc().nullsFirst()),
]);

/** A person who uses the platform, public but for the email address. */
export const profiles = pgTable("profiles", {
  /** The authenticated user's id. */
  id: uuid("id").notNull(),
  /** Contact address, as the auth service knows it. */
  email: text("email"),
  displayName: text("display_name"),
  avatarUrl: text("avatar_url"),
  role: text("role", { enum: ["consumer", "trainer", "council", "admin"] }).notNull().default(sql`'consumer'`),
  subscriptionTier: text("subscription_tier", { enum: ["free", "pro", "enterprise"] }).notNull().default(sql`'free'`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "profiles_pkey", columns: [table.id] }),
  check("profiles_role_check", sql`role in ('consumer', 'trainer', 'council', 'admin')`),
  check("profiles_subscription_tier_check", sql`subscription_tier in ('free', 'pro', 'enterprise')`),
  index("profiles_created_at_idx").using("btree", table.createdAt),
  index("profiles_email_idx").using("btree", table.email),
]);

/** Events that were refused too often, with the last reason. */
export const realtimeDeadLetters = pgTable("realtime_dead_letters", {
  id: bigint("id", { mode: "bigint" }).notNull(),
  eventId: uuid("event_id").notNull(),
  channel: text("channel").notNull(),
  event: text("event").notNull(),
  payload: jsonb("payload").notNull(),
  occurredAt: timestamp("occurred_at", { withTimezone: true }).notNull(),
  refusedAt: timestamp("refused_at", { withTimezone: true }).notNull().default(sql`now()`),
  reason: text("reason").notNull(),
}, (table) => [
  primaryKey({ name: "realtime_dead_letters_pkey", columns: [table.id] }),
]);

/** Events that wait to be published, a row for each channel. */
export const realtimeOutbox = pgTable("realtime_outbox", {
  id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
  eventId: uuid("event_id").notNull(),
  channel: text("channel").notNull(),
  event: text("event").notNull(),
  payload: jsonb("payload").notNull(),
  occurredAt: timestamp("occurred_at", { withTimezone: true }).notNull().default(sql`now()`),
  refusals: integer("refusals").notNull().default(sql`0`),
  retryAt: timestamp("retry_at", { withTimezone: true }),
}, (table) => [
  primaryKey({ name: "realtime_outbox_pkey", columns: [table.id] }),
  index("realtime_outbox_channel_id_idx").using("btree", table.channel, table.id),
]);

/** The audit trail of trust scores: one row per change. */
export const trustHistory = pgTable("trust_history", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  agentId: uuid("agent_id").notNull(),
  previousScore: integer("previous_score").notNull(),
  newScore: integer("new_score").notNull(),
  change: integer("change").generatedAlwaysAs(sql`new_score - previous_score`),
  sourceType: trustSourceType("source_type").notNull(),
  /** The event, decision or course behind it. */
  sourceId: uuid("source_id"),
  reason: text("reason"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "trust_history_pkey", columns: [table.id] }),
  foreignKey({
    name: "trust_history_agent_id_fkey",
    columns: [table.agentId],
    foreignColumns: [agents.id],
  }),
  check("trust_history_new_score_check", sql`new_score between 0 and 1000`),
  check("trust_history_previous_score_check", sql`previous_score between 0 and 1000`),
  index("trust_history_agent_id_created_at_idx").using("btree", table.agentId, table.createdAt.desc().nullsFirst()),
  index("trust_history_created_at_idx").using("btree", table.createdAt),
]);

/** The immutable public record, each entry bound to the one before it by its hash. */
export const truthChain = pgTable("truth_chain", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  subjectType: text("subject_type").notNull(),
  subjectId: uuid("subject_id").notNull(),
  recordType: text("record_type").notNull(),
  payload: jsonb("payload").$type<TruthPayload>().notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
  sequence: bigint("sequence", { mode: "bigint" }).notNull(),
  previousHash: text("previous_hash"),
  hash: text("hash").notNull(),
}, (table) => [
  primaryKey({ name: "truth_chain_pkey", columns: [table.id] }),
  unique("truth_chain_hash_key").on(table.hash),
  unique("truth_chain_sequence_key").on(table.sequence),
  check("truth_chain_record_type_check", sql`record_type <> ''`),
  check("truth_chain_subject_type_check", sql`subject_type <> ''`),
  index("truth_chain_created_at_idx").using("btree", table.createdAt),
  index("truth_chain_subject_id_idx").using("btree", table.subjectId),
]);

export const academyProgressRelations = relations(academyProgress, ({ one }) => ({
  agent: one(agents, { fields: [academyProgress.agentId], references: [agents.id], relationName: "academy_progress.academy_progress_agent_id_fkey" }),
}));

export const acquisitionsRelations = relations(acquisitions, ({ one }) => ({
  agent: one(agents, { fields: [acquisitions.agentId], references: [agents.id], relationName: "acquisitions.acquisitions_agent_id_fkey" }),
  consumer: one(profiles, { fields: [acquisitions.consumerId], references: [profiles.id], relationName: "acquisitions.acquisitions_consumer_id_fkey" }),
  listing: one(marketplaceListings, { fields: [acquisitions.listingId, acquisitions.agentId], references: [marketplaceListings.id, marketplaceListings.agentId], relationName: "acquisitions.acquisitions_listing_id_agent_id_fkey" }),
}));

export const agentsRelations = relations(agents, ({ one, many }) => ({
  owner: one(profiles, { fields: [agents.ownerId], references: [profiles.id], relationName: "agents.agents_owner_id_fkey" }),
  academyProgresses: many(academyProgress, { relationName: "academy_progress.academy_progress_agent_id_fkey" }),
  acquisitions: many(acquisitions, { relationName: "acquisitions.acquisitions_agent_id_fkey" }),
  councilDecisions: many(councilDecisions, { relationName: "council_decisions.council_decisions_agent_id_fkey" }),
  marketplaceListings: many(marketplaceListings, { relationName: "marketplace_listings.marketplace_listings_agent_id_owner_id_fkey" }),
  observerEvents: many(observerEvents, { relationName: "observer_events.observer_events_agent_id_fkey" }),
  trustHistories: many(trustHistory, { relationName: "trust_history.trust_history_agent_id_fkey" }),
}));

export const councilDecisionsRelations = relations(councilDecisions, ({ one }) => ({
  agent: one(agents, { fields: [councilDecisions.agentId], references: [agents.id], relationName: "council_decisions.council_decisions_agent_id_fkey" }),
}));

export const marketplaceListingsRelations = relations(marketplaceListings, ({ one, many }) => ({
  agent: one(agents, { fields: [marketplaceListings.agentId, marketplaceListings.ownerId], references: [agents.id, agents.ownerId], relationName: "marketplace_listings.marketplace_listings_agent_id_owner_id_fkey" }),
  owner: one(profiles, { fields: [marketplaceListings.ownerId], references: [profiles.id], relationName: "marketplace_listings.marketplace_listings_owner_id_fkey" }),
  acquisitions: many(acquisitions, { relationName: "acquisitions.acquisitions_listing_id_agent_id_fkey" }),
}));

export const observerEventsRelations = relations(observerEvents, ({ one }) => ({
  agent: one(agents, { fields: [observerEvents.agentId], references: [agents.id], relationName: "observer_events.observer_events_agent_id_fkey" }),
}));

export const profilesRelations = relations(profiles, ({ many }) => ({
  acquisitions: many(acquisitions, { relationName: "acquisitions.acquisitions_consumer_id_fkey" }),
  agents: many(agents, { relationName: "agents.agents_owner_id_fkey" }),
  marketplaceListings: many(marketplaceListings, { relationName: "marketplace_listings.marketplace_listings_owner_id_fkey" }),
}));

export const trustHistoryRelations = relations(trustHistory, ({ one }) => ({
  agent: one(agents, { fields: [trustHistory.agentId], references: [agents.id], relationName: "trust_history.trust_history_agent_id_fkey" }),
}));

export type AcademyProgress = typeof academyProgress.$inferSelect;
export type NewAcademyProgress = typeof academyProgress.$inferInsert;
export type Acquisition = typeof acquisitions.$inferSelect;
export type NewAcquisition = typeof acquisitions.$inferInsert;
export type Agent = typeof agents.$inferSelect;
export type NewAgent = typeof agents.$inferInsert;
export type CouncilDecision = typeof councilDecisions.$inferSelect;
export type NewCouncilDecision = typeof councilDecisions.$inferInsert;
export type MarketplaceListing = typeof marketplaceListings.$inferSelect;
export type NewMarketplaceListing = typeof marketplaceListings.$inferInsert;
export type ObserverEvent = typeof observerEvents.$inferSelect;
export type NewObserverEvent = typeof observerEvents.$inferInsert;
export type Profile = typeof profiles.$inferSelect;
export type NewProfile = typeof profiles.$inferInsert;
export type RealtimeDeadLetter = typeof realtimeDeadLetters.$inferSelect;
export type NewRealtimeDeadLetter = typeof realtimeDeadLetters.$inferInsert;
export type RealtimeOutbox = typeof realtimeOutbox.$inferSelect;
export type NewRealtimeOutbox = typeof realtimeOutbox.$inferInsert;
export type TrustHistory = typeof trustHistory.$inferSelect;
export type NewTrustHistory = typeof trustHistory.$inferInsert;
export type TruthChainEntry = typeof truthChain.$inferSelect;
export type NewTruthChainEntry = typeof truthChain.$inferInsert;
