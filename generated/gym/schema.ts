// Made by schemagen from specs/gym.yaml. Do not edit.
// The tables of gym for Drizzle ORM. What it has no words for is in schema.sql, which makes the schema:
// policies, privileges, functions and the checks that call them, triggers, views, exclusion constraints.

import { relations, sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { PgTableExtraConfigValue } from "drizzle-orm/pg-core";

/** Where the mobile application can be had. */
export const appStores = pgTable("app_stores", {
  id: serial("id").notNull(),
  /** ios or android. */
  store: text("store", { enum: ["ios", "android"] }),
  url: text("url"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
  disabledAt: timestamp("disabled_at"),
}, (table) => [
  primaryKey({ name: "app_stores_pkey", columns: [table.id] }),
  check("app_stores_store_check", sql`store in ('ios', 'android')`),
]);

/** Material for a class, such as a video. */
export const assets = pgTable("assets", {
  id: serial("id").notNull(),
  classId: integer("class_id"),
  title: text("title"),
  /** A URL or the content itself. */
  content: text("content"),
  /** video, document and so on. */
  type: text("type"),
  validUntil: timestamp("valid_until"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "assets_pkey", columns: [table.id] }),
  foreignKey({
    name: "assets_class_id_fkey",
    columns: [table.classId],
    foreignColumns: [classTable.id],
  }),
  index("assets_class_id_idx").using("btree", table.classId),
]);

/** A file that belongs to a class. */
export const attachments = pgTable("attachments", {
  id: serial("id").notNull(),
  classId: integer("class_id"),
  fileName: text("file_name"),
  fileUrl: text("file_url"),
  fileType: text("file_type"),
  fileSize: integer("file_size"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "attachments_pkey", columns: [table.id] }),
  foreignKey({
    name: "attachments_class_id_fkey",
    columns: [table.classId],
    foreignColumns: [classTable.id],
  }),
  index("attachments_class_id_idx").using("btree", table.classId),
]);

/** A user's attendance of a class on a day. */
export const checkins = pgTable("checkins", {
  id: serial("id").notNull(),
  userId: integer("user_id"),
  classId: integer("class_id"),
  /** ISO date as text. */
  date: text("date"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "checkins_pkey", columns: [table.id] }),
  foreignKey({
    name: "checkins_class_id_fkey",
    columns: [table.classId],
    foreignColumns: [classTable.id],
  }),
  foreignKey({ name: "checkins_user_id_fkey", columns: [table.userId], foreignColumns: [users.id] }),
  index("checkins_class_id_idx").using("btree", table.classId),
  index("checkins_date_idx").using("btree", table.date),
  index("checkins_user_id_idx").using("btree", table.userId),
]);

/** A class that is held every week. */
export const classTable = pgTable("class", {
  id: serial("id").notNull(),
  gymId: integer("gym_id"),
  instructorId: integer("instructor_id"),
  createdBy: integer("created_by"),
  /** MONDAY, TUESDAY and so on. */
  day: text("day"),
  /** HH:MM. */
  start: text("start"),
  /** HH:MM. */
  end: text("end"),
  modality: text("modality"),
  description: text("description"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
  deletedAt: timestamp("deleted_at"),
}, (table) => [
  primaryKey({ name: "class_pkey", columns: [table.id] }),
  foreignKey({
    name: "class_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [users.id],
  }),
  foreignKey({ name: "class_gym_id_fkey", columns: [table.gymId], foreignColumns: [gyms.id] }),
  foreignKey({
    name: "class_instructor_id_fkey",
    columns: [table.instructorId],
    foreignColumns: [users.id],
  }),
  index("class_created_by_idx").using("btree", table.createdBy),
  index("class_gym_id_idx").using("btree", table.gymId),
  index("class_instructor_id_idx").using("btree", table.instructorId),
]);

/** A belt and degree that a user reached. */
export const graduations = pgTable("graduations", {
  id: serial("id").notNull(),
  userId: integer("user_id").notNull(),
  /** Belt colour. */
  belt: text("belt"),
  /** Number of stripes. */
  degree: integer("degree"),
  /** BJJ, Muay Thai and so on. */
  modality: text("modality"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "graduations_pkey", columns: [table.id] }),
  foreignKey({
    name: "graduations_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }),
  index("graduations_user_id_idx").using("btree", table.userId),
]);

/** A gym. */
export const gyms = pgTable("gyms", {
  id: serial("id").notNull(),
  name: text("name").notNull(),
  address: text("address").notNull(),
  logo: text("logo"),
  /** Set once the manager exists. */
  managerId: integer("manager_id"),
  /** Date as text, as in the original. */
  since: text("since").notNull(),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table): PgTableExtraConfigValue[] => [
  primaryKey({ name: "gyms_pkey", columns: [table.id] }),
  foreignKey({
    name: "gyms_manager_id_fkey",
    columns: [table.managerId],
    foreignColumns: [users.id],
  }),
  index("gyms_manager_id_idx").using("btree", table.managerId),
]);

/** A message to users of a gym. */
export const notifications = pgTable("notifications", {
  id: serial("id").notNull(),
  sentBy: integer("sent_by"),
  title: text("title"),
  content: text("content"),
  /** push, email and so on. */
  channel: text("channel"),
  /** pending, sent or failed. */
  status: text("status", { enum: ["pending", "sent", "failed"] }),
  /** User ids as text. */
  recipients: text("recipients").array(),
  /** User ids as text. */
  viewedBy: text("viewed_by").array(),
  sentAt: timestamp("sent_at"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "notifications_pkey", columns: [table.id] }),
  foreignKey({
    name: "notifications_sent_by_fkey",
    columns: [table.sentBy],
    foreignColumns: [users.id],
  }),
  check("notifications_status_check", sql`status IN ('pending', 'sent', 'failed')`),
  index("notifications_recipients_idx").using("gin", table.recipients),
  index("notifications_sent_by_idx").using("btree", table.sentBy),
]);

/** What a user can be; the key is the role itself. */
export const roles = pgTable("roles", {
  /** STUDENT, INSTRUCTOR or MANAGER. */
  id: text("id").notNull(),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "roles_pkey", columns: [table.id] }),
]);

/** Everybody who uses the application, in whatever role. */
export const users = pgTable("users", {
  id: serial("id").notNull(),
  /** The user's id at Clerk. */
  clerkUserId: text("clerk_user_id").notNull(),
  email: text("email"),
  firstName: text("first_name"),
  lastName: text("last_name"),
  profilePicture: text("profile_picture"),
  /** Date as text. */
  birth: text("birth"),
  /** MM-DD, for finding birthdays. */
  birthDay: text("birth_day"),
  gender: text("gender"),
  phone: text("phone"),
  instagram: text("instagram"),
  role: text("role"),
  gymId: integer("gym_id"),
  expoPushToken: text("expo_push_token"),
  /** The customer's id at Stripe. */
  customerId: text("customer_id"),
  /** The subscription's id at Stripe. */
  subscriptionId: text("subscription_id"),
  plan: text("plan"),
  approvedAt: timestamp("approved_at"),
  deniedAt: timestamp("denied_at"),
  migratedAt: timestamp("migrated_at"),
  deletedAt: timestamp("deleted_at"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
}, (table) => [
  primaryKey({ name: "users_pkey", columns: [table.id] }),
  unique("users_clerk_user_id_key").on(table.clerkUserId),
  foreignKey({ name: "users_gym_id_fkey", columns: [table.gymId], foreignColumns: [gyms.id] }),
  foreignKey({ name: "users_role_fkey", columns: [table.role], foreignColumns: [roles.id] }),
  index("users_birth_day_idx").using("btree", table.birthDay),
  index("users_email_idx").using("btree", table.email),
  index("users_gym_id_idx").using("btree", table.gymId),
  index("users_role_idx").using("btree", table.role),
]);

/** Versions of the mobile application. */
export const versions = pgTable("versions", {
  id: serial("id").notNull(),
  appVersion: text("app_version"),
  createdAt: timestamp("created_at").notNull().default(sql`now()`),
  disabledAt: timestamp("disabled_at"),
}, (table) => [
  primaryKey({ name: "versions_pkey", columns: [table.id] }),
]);

export const assetsRelations = relations(assets, ({ one }) => ({
  class: one(classTable, { fields: [assets.classId], references: [classTable.id], relationName: "assets.assets_class_id_fkey" }),
}));

export const attachmentsRelations = relations(attachments, ({ one }) => ({
  class: one(classTable, { fields: [attachments.classId], references: [classTable.id], relationName: "attachments.attachments_class_id_fkey" }),
}));

export const checkinsRelations = relations(checkins, ({ one }) => ({
  class: one(classTable, { fields: [checkins.classId], references: [classTable.id], relationName: "checkins.checkins_class_id_fkey" }),
  user: one(users, { fields: [checkins.userId], references: [users.id], relationName: "checkins.checkins_user_id_fkey" }),
}));

export const classTableRelations = relations(classTable, ({ one, many }) => ({
  creator: one(users, { fields: [classTable.createdBy], references: [users.id], relationName: "class.class_created_by_fkey" }),
  gym: one(gyms, { fields: [classTable.gymId], references: [gyms.id], relationName: "class.class_gym_id_fkey" }),
  instructor: one(users, { fields: [classTable.instructorId], references: [users.id], relationName: "class.class_instructor_id_fkey" }),
  assets: many(assets, { relationName: "assets.assets_class_id_fkey" }),
  attachments: many(attachments, { relationName: "attachments.attachments_class_id_fkey" }),
  checkins: many(checkins, { relationName: "checkins.checkins_class_id_fkey" }),
}));

export const graduationsRelations = relations(graduations, ({ one }) => ({
  user: one(users, { fields: [graduations.userId], references: [users.id], relationName: "graduations.graduations_user_id_fkey" }),
}));

export const gymsRelations = relations(gyms, ({ one, many }) => ({
  manager: one(users, { fields: [gyms.managerId], references: [users.id], relationName: "gyms.gyms_manager_id_fkey" }),
  classes: many(classTable, { relationName: "class.class_gym_id_fkey" }),
  members: many(users, { relationName: "users.users_gym_id_fkey" }),
}));

export const notificationsRelations = relations(notifications, ({ one }) => ({
  sender: one(users, { fields: [notifications.sentBy], references: [users.id], relationName: "notifications.notifications_sent_by_fkey" }),
}));

export const rolesRelations = relations(roles, ({ many }) => ({
  users: many(users, { relationName: "users.users_role_fkey" }),
}));

export const usersRelations = relations(users, ({ one, many }) => ({
  gym: one(gyms, { fields: [users.gymId], references: [gyms.id], relationName: "users.users_gym_id_fkey" }),
  heldRole: one(roles, { fields: [users.role], references: [roles.id], relationName: "users.users_role_fkey" }),
  checkins: many(checkins, { relationName: "checkins.checkins_user_id_fkey" }),
  createdClasses: many(classTable, { relationName: "class.class_created_by_fkey" }),
  graduations: many(graduations, { relationName: "graduations.graduations_user_id_fkey" }),
  instructedClasses: many(classTable, { relationName: "class.class_instructor_id_fkey" }),
  managedGyms: many(gyms, { relationName: "gyms.gyms_manager_id_fkey" }),
  sentNotifications: many(notifications, { relationName: "notifications.notifications_sent_by_fkey" }),
}));

export type AppStore = typeof appStores.$inferSelect;
export type NewAppStore = typeof appStores.$inferInsert;
export type Asset = typeof assets.$inferSelect;
export type NewAsset = typeof assets.$inferInsert;
export type Attachment = typeof attachments.$inferSelect;
export type NewAttachment = typeof attachments.$inferInsert;
export type Checkin = typeof checkins.$inferSelect;
export type NewCheckin = typeof checkins.$inferInsert;
export type Class = typeof classTable.$inferSelect;
export type NewClass = typeof classTable.$inferInsert;
export type Graduation = typeof graduations.$inferSelect;
export type NewGraduation = typeof graduations.$inferInsert;
export type Gym = typeof gyms.$inferSelect;
export type NewGym = typeof gyms.$inferInsert;
export type Notification = typeof notifications.$inferSelect;
export type NewNotification = typeof notifications.$inferInsert;
export type Role = typeof roles.$inferSelect;
export type NewRole = typeof roles.$inferInsert;
export type User = typeof users.$inferSelect;
export type NewUser = typeof users.$inferInsert;
export type Version = typeof versions.$inferSelect;
export type NewVersion = typeof versions.$inferInsert;
