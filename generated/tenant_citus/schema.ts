// Made by schemagen from specs/tenant_citus.yaml. Do not edit.
// The tables of tenant_citus for Drizzle ORM. What it has no words for is in schema.sql, which makes the schema:
// policies, privileges, functions and the checks that call them, triggers, views, exclusion constraints.

import { relations, sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

export type BadgeMetadata = Record<string, unknown>;

export type CommunitySettings = Record<string, unknown>;

export type ManifestCategory = Record<string, unknown>;

export type ManifestChannel = Record<string, unknown>;

export type ManifestContent = {
  schemaVersion: string;
  theme: ManifestTheme;
  roles: Array<ManifestRole>;
  channels: Array<ManifestChannel>;
  categories: Array<ManifestCategory>;
  eligibility?: ManifestEligibility;
};

export type ManifestEligibility = {
  tokenAddress?: string;
  minBalance?: string;
  nftCollections?: Array<string>;
};

export type ManifestRole = Record<string, unknown>;

export type ManifestTheme = {
  themeId: string;
  tierOverrides?: ThemeOverrides;
  badgeOverrides?: ThemeOverrides;
};

export type ProfileMetadata = Record<string, unknown>;

export type ShadowResources = {
  roles: Record<string, string>;
  channels: Record<string, string>;
  categories: Record<string, string>;
};

export type ThemeOverrides = Record<string, unknown>;

/** A badge of a profile. A revoked badge still counts as the profile's one badge of its type: awarding it again clears revoked_at. */
export const badges = pgTable("badges", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  communityId: uuid("community_id").notNull(),
  profileId: uuid("profile_id").notNull(),
  badgeType: text("badge_type").notNull(),
  awardedAt: timestamp("awarded_at", { withTimezone: true }).notNull().default(sql`now()`),
  /** The profile that passed the badge on: the lineage of Water Sharers. Null for the first of a lineage. A giver goes only after this was emptied: Citus does not do it. */
  awardedBy: uuid("awarded_by"),
  revokedAt: timestamp("revoked_at", { withTimezone: true }),
  metadata: jsonb("metadata").$type<BadgeMetadata>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "badges_pkey", columns: [table.communityId, table.id] }),
  unique("uq_badges_profile_type").on(table.communityId, table.profileId, table.badgeType),
  foreignKey({
    name: "badges_community_id_awarded_by_fkey",
    columns: [table.communityId, table.awardedBy],
    foreignColumns: [profiles.communityId, profiles.id],
  }),
  foreignKey({
    name: "badges_community_id_fkey",
    columns: [table.communityId],
    foreignColumns: [communities.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "badges_community_id_profile_id_fkey",
    columns: [table.communityId, table.profileId],
    foreignColumns: [profiles.communityId, profiles.id],
  }).onDelete("cascade"),
  index("idx_badges_awarded_by").using("btree", table.communityId, table.awardedBy),
  index("idx_badges_profile").using("btree", table.profileId),
  index("idx_badges_type").using("btree", table.communityId, table.badgeType),
]);

/** A community, the root of everything that it owns. */
export const communities = pgTable("communities", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  name: text("name").notNull(),
  themeId: text("theme_id").notNull().default(sql`'basic'`),
  subscriptionTier: text("subscription_tier").notNull().default(sql`'free'`),
  /** Null for a community that is on Telegram alone. */
  discordGuildId: text("discord_guild_id"),
  /** Null for a community that is on Discord alone. */
  telegramChatId: text("telegram_chat_id"),
  isActive: boolean("is_active").notNull().default(sql`true`),
  settings: jsonb("settings").$type<CommunitySettings>(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "communities_pkey", columns: [table.id] }),
  unique("communities_discord_guild_id_key").on(table.discordGuildId),
  unique("communities_telegram_chat_id_key").on(table.telegramChatId),
  index("idx_communities_discord_guild").using("btree", table.discordGuildId),
  index("idx_communities_subscription").using("btree", table.subscriptionTier),
  index("idx_communities_theme").using("btree", table.themeId),
]);

/** A version of a community's configuration. One version of a community is active. */
export const manifests = pgTable("manifests", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  communityId: uuid("community_id").notNull(),
  version: integer("version").notNull(),
  content: jsonb("content").$type<ManifestContent>().notNull(),
  checksum: text("checksum").notNull(),
  synthesizedAt: timestamp("synthesized_at", { withTimezone: true }).notNull().default(sql`now()`),
  synthesizedBy: text("synthesized_by"),
  isActive: boolean("is_active").notNull().default(sql`true`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "manifests_pkey", columns: [table.communityId, table.id] }),
  unique("uq_manifests_community_version").on(table.communityId, table.version),
  foreignKey({
    name: "manifests_community_id_fkey",
    columns: [table.communityId],
    foreignColumns: [communities.id],
  }).onDelete("cascade"),
  index("idx_manifests_active").using("btree", table.communityId, table.isActive),
  index("idx_manifests_community").using("btree", table.communityId),
  uniqueIndex("uq_manifests_community_active").using("btree", table.communityId).where(sql`is_active`),
]);

/** A member of one community. */
export const profiles = pgTable("profiles", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  communityId: uuid("community_id").notNull(),
  discordId: text("discord_id"),
  telegramId: text("telegram_id"),
  walletAddress: text("wallet_address"),
  tier: text("tier"),
  currentRank: integer("current_rank"),
  activityScore: integer("activity_score"),
  convictionScore: integer("conviction_score"),
  joinedAt: timestamp("joined_at", { withTimezone: true }),
  lastSeenAt: timestamp("last_seen_at", { withTimezone: true }),
  firstClaimAt: timestamp("first_claim_at", { withTimezone: true }),
  metadata: jsonb("metadata").$type<ProfileMetadata>(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().default(sql`now()`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "profiles_pkey", columns: [table.communityId, table.id] }),
  unique("uq_profiles_discord").on(table.communityId, table.discordId),
  unique("uq_profiles_telegram").on(table.communityId, table.telegramId),
  foreignKey({
    name: "profiles_community_id_fkey",
    columns: [table.communityId],
    foreignColumns: [communities.id],
  }).onDelete("cascade"),
  index("idx_profiles_community").using("btree", table.communityId),
  index("idx_profiles_rank").using("btree", table.communityId, table.currentRank),
  index("idx_profiles_tier").using("btree", table.communityId, table.tier),
  index("idx_profiles_wallet").using("btree", table.walletAddress),
]);

/** What was applied of a manifest, for comparison with what is found. */
export const shadowStates = pgTable("shadow_states", {
  id: uuid("id").notNull().default(sql`gen_random_uuid()`),
  communityId: uuid("community_id").notNull(),
  manifestVersion: integer("manifest_version").notNull(),
  appliedAt: timestamp("applied_at", { withTimezone: true }).notNull().default(sql`now()`),
  appliedBy: text("applied_by"),
  resources: jsonb("resources").$type<ShadowResources>().notNull(),
  checksum: text("checksum").notNull(),
  status: text("status").notNull().default(sql`'applied'`),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "shadow_states_pkey", columns: [table.communityId, table.id] }),
  foreignKey({
    name: "shadow_states_community_id_fkey",
    columns: [table.communityId],
    foreignColumns: [communities.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "shadow_states_community_id_manifest_version_fkey",
    columns: [table.communityId, table.manifestVersion],
    foreignColumns: [manifests.communityId, manifests.version],
  }),
  index("idx_shadow_states_community").using("btree", table.communityId),
  index("idx_shadow_states_version").using("btree", table.communityId, table.manifestVersion),
]);

export const badgesRelations = relations(badges, ({ one }) => ({
  community: one(communities, { fields: [badges.communityId], references: [communities.id], relationName: "badges.badges_community_id_fkey" }),
  giver: one(profiles, { fields: [badges.communityId, badges.awardedBy], references: [profiles.communityId, profiles.id], relationName: "badges.badges_community_id_awarded_by_fkey" }),
  profile: one(profiles, { fields: [badges.communityId, badges.profileId], references: [profiles.communityId, profiles.id], relationName: "badges.badges_community_id_profile_id_fkey" }),
}));

export const communitiesRelations = relations(communities, ({ many }) => ({
  badges: many(badges, { relationName: "badges.badges_community_id_fkey" }),
  manifests: many(manifests, { relationName: "manifests.manifests_community_id_fkey" }),
  profiles: many(profiles, { relationName: "profiles.profiles_community_id_fkey" }),
  shadowStates: many(shadowStates, { relationName: "shadow_states.shadow_states_community_id_fkey" }),
}));

export const manifestsRelations = relations(manifests, ({ one, many }) => ({
  community: one(communities, { fields: [manifests.communityId], references: [communities.id], relationName: "manifests.manifests_community_id_fkey" }),
  shadowStates: many(shadowStates, { relationName: "shadow_states.shadow_states_community_id_manifest_version_fkey" }),
}));

export const profilesRelations = relations(profiles, ({ one, many }) => ({
  community: one(communities, { fields: [profiles.communityId], references: [communities.id], relationName: "profiles.profiles_community_id_fkey" }),
  badges: many(badges, { relationName: "badges.badges_community_id_profile_id_fkey" }),
  givenBadges: many(badges, { relationName: "badges.badges_community_id_awarded_by_fkey" }),
}));

export const shadowStatesRelations = relations(shadowStates, ({ one }) => ({
  community: one(communities, { fields: [shadowStates.communityId], references: [communities.id], relationName: "shadow_states.shadow_states_community_id_fkey" }),
  manifest: one(manifests, { fields: [shadowStates.communityId, shadowStates.manifestVersion], references: [manifests.communityId, manifests.version], relationName: "shadow_states.shadow_states_community_id_manifest_version_fkey" }),
}));

export type Badge = typeof badges.$inferSelect;
export type NewBadge = typeof badges.$inferInsert;
export type Community = typeof communities.$inferSelect;
export type NewCommunity = typeof communities.$inferInsert;
export type Manifest = typeof manifests.$inferSelect;
export type NewManifest = typeof manifests.$inferInsert;
export type Profile = typeof profiles.$inferSelect;
export type NewProfile = typeof profiles.$inferInsert;
export type ShadowState = typeof shadowStates.$inferSelect;
export type NewShadowState = typeof shadowStates.$inferInsert;
