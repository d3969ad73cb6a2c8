-- 20260419101400_participation of directory, up.

-- Tables
CREATE TABLE public.member_daily_highlights (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    member_id character varying(20) NOT NULL,
    highlight_date date NOT NULL,
    message_count integer DEFAULT 0,
    reaction_count integer DEFAULT 0,
    voice_minutes smallint DEFAULT 0,
    reputation_earned integer DEFAULT 0,
    streak integer DEFAULT 0,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT member_daily_highlights_pkey PRIMARY KEY (id),
    CONSTRAINT member_daily_highlights_member_id_highlight_date_key UNIQUE (member_id, highlight_date)
);
ALTER TABLE public.member_daily_highlights ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_daily_highlights FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.member_daily_highlights IS 'What a member did on one day, in numbers.';
CREATE TABLE public.member_participation (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    member_id character varying(20) NOT NULL,
    event_type character varying(50) NOT NULL,
    platform character varying(50) NOT NULL,
    room_id character varying(255) NOT NULL,
    event_metadata jsonb,
    occurred_at timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT member_participation_pkey PRIMARY KEY (id)
);
ALTER TABLE public.member_participation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member_participation FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE public.member_participation IS 'Something that a member did in one of the community''s rooms.';

-- Columns
COMMENT ON COLUMN public.member_participation.event_type IS 'MESSAGE, REACTION, VOICE and others; the list is open.';
COMMENT ON COLUMN public.member_participation.platform IS 'telegram or discord.';
ALTER TABLE public.community_members ADD COLUMN profile_data jsonb;
COMMENT ON COLUMN public.community_members.profile_data IS 'Whatever else a profile shows.';

-- Foreign keys
ALTER TABLE public.member_daily_highlights ADD CONSTRAINT member_daily_highlights_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.community_members (member_id);
ALTER TABLE public.member_participation ADD CONSTRAINT member_participation_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.community_members (member_id);

-- Indexes
CREATE INDEX highlight_member_date_idx ON public.member_daily_highlights (member_id, highlight_date);
CREATE INDEX participation_event_type_idx ON public.member_participation (event_type);
CREATE INDEX participation_member_id_idx ON public.member_participation (member_id);

-- Policies
CREATE POLICY member_daily_highlights_admin_select ON public.member_daily_highlights FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_daily_highlights_member_select ON public.member_daily_highlights FOR SELECT TO directory_member
    USING (((member_id)::text = ( SELECT public.claim_member_id() AS claim_member_id)));
CREATE POLICY member_daily_highlights_system_delete ON public.member_daily_highlights FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_daily_highlights_system_insert ON public.member_daily_highlights FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_daily_highlights_system_select ON public.member_daily_highlights FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_daily_highlights_system_update ON public.member_daily_highlights FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);
CREATE POLICY member_participation_admin_select ON public.member_participation FOR SELECT TO directory_admin
    USING (true);
CREATE POLICY member_participation_member_select ON public.member_participation FOR SELECT TO directory_member
    USING (((member_id)::text = ( SELECT public.claim_member_id() AS claim_member_id)));
CREATE POLICY member_participation_system_delete ON public.member_participation FOR DELETE TO directory_system
    USING (true);
CREATE POLICY member_participation_system_insert ON public.member_participation FOR INSERT TO directory_system
    WITH CHECK (true);
CREATE POLICY member_participation_system_select ON public.member_participation FOR SELECT TO directory_system
    USING (true);
CREATE POLICY member_participation_system_update ON public.member_participation FOR UPDATE TO directory_system
    USING (true)
    WITH CHECK (true);

-- Grants
GRANT SELECT ON TABLE public.member_daily_highlights TO directory_admin;
GRANT SELECT ON TABLE public.member_daily_highlights TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_daily_highlights TO directory_system;
GRANT SELECT ON TABLE public.member_participation TO directory_admin;
GRANT SELECT ON TABLE public.member_participation TO directory_member;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE public.member_participation TO directory_system;
GRANT UPDATE (profile_data) ON TABLE public.community_members TO directory_member;

-- schemagen: no transaction
-- Indexes
CREATE INDEX CONCURRENTLY member_reputation_score_idx ON public.community_members (reputation_score);
