// Made by schemagen from specs/directory.yaml. Do not edit.
// The tables of directory for Drizzle ORM. What it has no words for is in schema.sql, which makes the schema:
// policies, privileges, functions and the checks that call them, triggers, views, exclusion constraints.

import { relations, sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  timestamp,
  unique,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";

/** An invitation to the community, good for one person. */
export const communityInvitations = pgTable("community_invitations", {
  invitationId: uuid("invitation_id").notNull().default(sql`gen_random_uuid()`),
  invitationCode: varchar("invitation_code", { length: 16 }).notNull(),
  /** The member id of who invites. */
  createdBy: varchar("created_by", { length: 20 }).notNull(),
  invitedTelegramUsername: varchar("invited_telegram_username", { length: 255 }),
  status: varchar("status", { length: 20, enum: ["pending", "accepted", "expired", "revoked"] }).notNull().default(sql`'pending'`),
  expiresAt: timestamp("expires_at").notNull(),
  /** The member id of who came. */
  acceptedBy: varchar("accepted_by", { length: 20 }),
  acceptedAt: timestamp("accepted_at"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "community_invitations_pkey", columns: [table.invitationId] }),
  unique("community_invitations_invitation_code_key").on(table.invitationCode),
  foreignKey({
    name: "community_invitations_accepted_by_fkey",
    columns: [table.acceptedBy],
    foreignColumns: [communityMembers.memberId],
  }),
  foreignKey({
    name: "community_invitations_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [communityMembers.memberId],
  }),
  check("community_invitations_status_check", sql`status IN ('pending', 'accepted', 'expired', 'revoked')`),
  index("invitation_code_idx").using("btree", table.invitationCode),
  index("invitation_created_by_idx").using("btree", table.createdBy),
  index("invitation_status_idx").using("btree", table.status),
]);

/** A member of the community. A deleted member stays, and goes on holding the member id and the Telegram id. */
export const communityMembers = pgTable("community_members", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  /** The number that a member is known by, as in "#247". */
  memberId: varchar("member_id", { length: 20 }).notNull(),
  telegramId: varchar("telegram_id", { length: 255 }).notNull(),
  telegramUsername: varchar("telegram_username", { length: 255 }),
  name: varchar("name", { length: 255 }).notNull(),
  primaryRole: varchar("primary_role", { length: 50 }).notNull(),
  organization: varchar("organization", { length: 255 }),
  country: varchar("country", { length: 100 }),
  githubUsername: varchar("github_username", { length: 255 }),
  githubVerified: boolean("github_verified").notNull().default(sql`false`),
  githubVerifiedAt: timestamp("github_verified_at"),
  /** What GitHub tells about the account. */
  githubProfileData: jsonb("github_profile_data"),
  status: varchar("status", { length: 20, enum: ["not_member", "pending", "active", "suspended", "left"] }).notNull().default(sql`'not_member'`),
  reputationScore: integer("reputation_score").notNull().default(sql`0`),
  reputationTier: varchar("reputation_tier", { length: 50 }).default(sql`'Novice'`),
  /** The member id of who invited this one. Null for a founder: the first member cannot be invited by anybody. */
  invitedBy: varchar("invited_by", { length: 20 }),
  registrationFeePaid: boolean("registration_fee_paid").default(sql`false`),
  registrationFeeTxHash: varchar("registration_fee_tx_hash", { length: 255 }),
  /** Whatever else a profile shows. */
  profileData: jsonb("profile_data"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
  updatedAt: timestamp("updated_at").notNull().default(sql`now()`),
  lastActiveAt: timestamp("last_active_at"),
  deletedAt: timestamp("deleted_at"),
}, (table) => [
  primaryKey({ name: "community_members_pkey", columns: [table.id] }),
  unique("community_members_member_id_key").on(table.memberId),
  unique("community_members_telegram_id_key").on(table.telegramId),
  foreignKey({
    name: "community_members_invited_by_fkey",
    columns: [table.invitedBy],
    foreignColumns: [table.memberId],
  }),
  check("community_members_status_check", sql`status IN ('not_member', 'pending', 'active', 'suspended', 'left')`),
  index("member_github_username_idx").using("btree", table.githubUsername),
  index("member_reputation_score_idx").using("btree", table.reputationScore),
  index("member_status_idx").using("btree", table.status),
  index("member_telegram_id_idx").using("btree", table.telegramId),
]);

/** What a member did on one day, in numbers. */
export const memberDailyHighlights = pgTable("member_daily_highlights", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  memberId: varchar("member_id", { length: 20 }).notNull(),
  highlightDate: date("highlight_date").notNull(),
  messageCount: integer("message_count").default(sql`0`),
  reactionCount: integer("reaction_count").default(sql`0`),
  voiceMinutes: integer("voice_minutes").default(sql`0`),
  reputationEarned: integer("reputation_earned").default(sql`0`),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "member_daily_highlights_pkey", columns: [table.id] }),
  unique("member_daily_highlights_member_id_highlight_date_key").on(table.memberId, table.highlightDate),
  foreignKey({
    name: "member_daily_highlights_member_id_fkey",
    columns: [table.memberId],
    foreignColumns: [communityMembers.memberId],
  }),
  index("highlight_member_date_idx").using("btree", table.memberId, table.highlightDate),
]);

/** Something that a member did in one of the community's rooms. */
export const memberParticipation = pgTable("member_participation", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  memberId: varchar("member_id", { length: 20 }).notNull(),
  /** MESSAGE, REACTION, VOICE and others; the list is open. */
  eventType: varchar("event_type", { length: 50 }).notNull(),
  /** telegram or discord. */
  platform: varchar("platform", { length: 50 }).notNull(),
  roomId: varchar("room_id", { length: 255 }).notNull(),
  eventMetadata: jsonb("event_metadata"),
  occurredAt: timestamp("occurred_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "member_participation_pkey", columns: [table.id] }),
  foreignKey({
    name: "member_participation_member_id_fkey",
    columns: [table.memberId],
    foreignColumns: [communityMembers.memberId],
  }),
  index("participation_event_type_idx").using("btree", table.eventType),
  index("participation_member_id_idx").using("btree", table.memberId),
  index("participation_occurred_at_idx").using("btree", table.occurredAt),
]);

/** A relationship between two members, by their ElizaOS entity ids, which are no member ids and refer to nothing here. */
export const memberRelationships = pgTable("member_relationships", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  entityIdA: varchar("entity_id_a", { length: 255 }).notNull(),
  entityIdB: varchar("entity_id_b", { length: 255 }).notNull(),
  /** INVITED, MENTORED and others; the list is open. */
  relationshipType: varchar("relationship_type", { length: 50 }).notNull(),
  /** What is known about the relationship. */
  content: jsonb("content").notNull(),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "member_relationships_pkey", columns: [table.id] }),
  index("relationship_entity_a_idx").using("btree", table.entityIdA),
  index("relationship_entity_b_idx").using("btree", table.entityIdB),
  index("relationship_type_idx").using("btree", table.relationshipType),
]);

export const communityInvitationsRelations = relations(communityInvitations, ({ one }) => ({
  accepter: one(communityMembers, { fields: [communityInvitations.acceptedBy], references: [communityMembers.memberId], relationName: "community_invitations.community_invitations_accepted_by_fkey" }),
  creator: one(communityMembers, { fields: [communityInvitations.createdBy], references: [communityMembers.memberId], relationName: "community_invitations.community_invitations_created_by_fkey" }),
}));

export const communityMembersRelations = relations(communityMembers, ({ one, many }) => ({
  inviter: one(communityMembers, { fields: [communityMembers.invitedBy], references: [communityMembers.memberId], relationName: "community_members.community_members_invited_by_fkey" }),
  acceptedInvitations: many(communityInvitations, { relationName: "community_invitations.community_invitations_accepted_by_fkey" }),
  createdInvitations: many(communityInvitations, { relationName: "community_invitations.community_invitations_created_by_fkey" }),
  invitedMembers: many(communityMembers, { relationName: "community_members.community_members_invited_by_fkey" }),
  memberDailyHighlights: many(memberDailyHighlights, { relationName: "member_daily_highlights.member_daily_highlights_member_id_fkey" }),
  memberParticipations: many(memberParticipation, { relationName: "member_participation.member_participation_member_id_fkey" }),
}));

export const memberDailyHighlightsRelations = relations(memberDailyHighlights, ({ one }) => ({
  member: one(communityMembers, { fields: [memberDailyHighlights.memberId], references: [communityMembers.memberId], relationName: "member_daily_highlights.member_daily_highlights_member_id_fkey" }),
}));

export const memberParticipationRelations = relations(memberParticipation, ({ one }) => ({
  member: one(communityMembers, { fields: [memberParticipation.memberId], references: [communityMembers.memberId], relationName: "member_participation.member_participation_member_id_fkey" }),
}));

export type CommunityInvitation = typeof communityInvitations.$inferSelect;
export type NewCommunityInvitation = typeof communityInvitations.$inferInsert;
export type CommunityMember = typeof communityMembers.$inferSelect;
export type NewCommunityMember = typeof communityMembers.$inferInsert;
export type MemberDailyHighlight = typeof memberDailyHighlights.$inferSelect;
export type NewMemberDailyHighlight = typeof memberDailyHighlights.$inferInsert;
export type MemberParticipation = typeof memberParticipation.$inferSelect;
export type NewMemberParticipation = typeof memberParticipation.$inferInsert;
export type MemberRelationship = typeof memberRelationships.$inferSelect;
export type NewMemberRelationship = typeof memberRelationships.$inferInsert;
