-- The three database roles, the database and its two schemas. Run it with psql as a superuser; run
-- it again whenever you like. The launcher, docker compose and the tests all use this one file.
--
--   gvi_owner    owns every table; migrates and dumps. Reads past the wall by its own policies only.
--   gvi_app      serves web and workers. Owns nothing; the wall decides what it reads.
--   gvi_definer  owns the few functions that answer across the wall. Nobody can log in as it.
--
-- None of them is a superuser or has BYPASSRLS. Passwords come from the environment:
-- GVI_OWNER_PASSWORD and GVI_APP_PASSWORD. GVI_DATABASE names the database, `gvi` if unset.

\set ON_ERROR_STOP on
\set QUIET on
\set database gvi
\getenv database GVI_DATABASE
\getenv owner_password GVI_OWNER_PASSWORD
\getenv app_password GVI_APP_PASSWORD
set client_min_messages = warning;

select format('create role %I', wanted)
  from unnest(array['gvi_owner', 'gvi_app', 'gvi_definer']) as wanted
 where not exists (select from pg_roles where rolname = wanted)
\gexec

alter role gvi_owner with login nosuperuser nobypassrls nocreaterole nocreatedb noreplication
  password :'owner_password';
alter role gvi_app with login nosuperuser nobypassrls nocreaterole nocreatedb noreplication
  password :'app_password';
alter role gvi_definer with nologin nosuperuser nobypassrls nocreaterole nocreatedb noreplication
  password null;

-- Statements hold the names looked for: no other session reads them.
alter role gvi_app set track_activities = off;

-- A migration hands a function over with `alter function ... owner to gvi_definer`; for that the
-- owner must be able to become the definer. The app can become nobody else.
grant gvi_definer to gvi_owner with admin false, inherit true, set true;

-- The built-in locale is the same on every server: lower('Å') works, order is by code point.
select format(
         'create database %I owner gvi_owner template template0 encoding %L '
         'locale_provider builtin builtin_locale %L locale %L',
         :'database', 'UTF8', 'PG_UNICODE_FAST', 'C.UTF-8')
 where not exists (select from pg_database where datname = :'database')
\gexec

alter database :"database" owner to gvi_owner;
revoke all on database :"database" from public;
grant connect on database :"database" to gvi_app;

\connect :"database"
set client_min_messages = warning;

-- Allowed besides these: citext and unaccent. A house test refuses any other.
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- Tables live in public, the wall's functions in wall. What the app may do with a table is granted
-- by the migration that makes the table.
revoke all on schema public from public;
grant usage on schema public to gvi_app, gvi_definer;

create schema if not exists wall authorization gvi_owner;
alter schema wall owner to gvi_owner;
revoke all on schema wall from public;
grant usage, create on schema wall to gvi_definer;
grant usage on schema wall to gvi_app;

-- Rows made, changed and removed, by table: the app would count other agencies' work. Whoever
-- watches over the server does it as a member of pg_monitor.
select format('revoke all on %1$s from public; grant select on %1$s to pg_monitor', oid::regclass)
  from pg_class
 where relnamespace = 'pg_catalog'::regnamespace and relkind = 'v'
   and relname ~ '^pg_stat(io)?_(xact_)?(all|user|sys)_'
\gexec
select format('revoke all on function %1$s from public; grant execute on function %1$s to pg_monitor',
              oid::regprocedure)
  from pg_proc
 where pronamespace = 'pg_catalog'::regnamespace and proargtypes = '26'::oidvector
   and proname ~ '^pg_stat_get_(xact_)?(live_|dead_|tuples|ins_|mod_|numscans|blocks)'
\gexec
