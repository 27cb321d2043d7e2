namespace BlazorTasks.Cluster.Storage;

internal sealed partial class PostgresBatch
{
    /// <summary>Every parameter is an array with one element per task, event, tag, key, text or audit entry.</summary>
    private const string Sql =
        """
        WITH given AS (
          SELECT * FROM unnest(
            @ids::uuid[], @epochs::int[], @seqs::bigint[], @seqs_before::bigint[], @states::smallint[], @definitions::text[],
            @names::text[], @owners::text[], @created::timestamptz[], @finished::timestamptz[], @durations::bigint[],
            @snapshots::text[], @parents::uuid[], @errors::text[], @answered::timestamptz[], @schedules::text[],
            @epochs_before::int[], @nodes::text[], @node_ids::uuid[], @priorities::int[], @ready_at::timestamptz[], @ready_in::interval[],
            @limit_keys::text[])
            AS g (
              id, epoch, seq, seq_before, state, definition, name, owner, created_at, finished_at, duration, snapshot,
              parent, error, answered_at, schedule, epoch_before, node, node_id, priority, ready_at, ready_in, limit_key)),
        moves AS (
          SELECT * FROM unnest(
            @move_tasks::uuid[], @move_ids::text[], @move_versions::bigint[], @move_times::timestamptz[], @move_data::text[])
            AS m (task_id, id, version, wake_at, data)),
        moved AS (
          UPDATE schedules s SET version = m.version, wake_at = m.wake_at, data = m.data
          FROM moves m WHERE s.id = m.id AND s.version = m.version - 1 RETURNING m.task_id),
        given_keys AS (
          SELECT * FROM unnest(
            @key_tasks::uuid[], @key_owners::text[], @keys::text[], @key_fingerprints::text[], @key_times::timestamptz[])
            AS k (task_id, owner, key, fingerprint, at)),
        keyed AS (
          INSERT INTO idempotency_keys (task_id, owner, key, fingerprint, at)
          SELECT k.* FROM given_keys k WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.id = k.task_id)
            AND (k.task_id NOT IN (SELECT task_id FROM moves) OR k.task_id IN (SELECT task_id FROM moved))
          ON CONFLICT (owner, key) DO UPDATE SET task_id = excluded.task_id, fingerprint = excluded.fingerprint, at = excluded.at
            WHERE idempotency_keys.at < excluded.at - @remembered
          RETURNING task_id),
        inserted AS (
          INSERT INTO tasks (
            id, epoch, seq, state, definition, name, owner, created_at, finished_at, duration, snapshot, parent, error, answered_at,
            schedule, node, node_id, priority, limit_key, ready_at, changed)
          SELECT id, epoch, seq, state, definition, name, owner, created_at, finished_at, duration, snapshot, parent, error, answered_at,
            schedule, node, node_id, priority, limit_key, coalesce(ready_at, clock_timestamp() + ready_in),
            CASE WHEN @shared THEN pg_current_xact_id() END
          FROM given WHERE seq_before = 0 AND (id NOT IN (SELECT task_id FROM moves) OR id IN (SELECT task_id FROM moved))
            AND (id NOT IN (SELECT task_id FROM given_keys) OR id IN (SELECT task_id FROM keyed))
          ON CONFLICT (id) DO NOTHING RETURNING id),
        updated AS (
          UPDATE tasks t SET epoch = g.epoch, seq = g.seq, state = g.state, finished_at = g.finished_at, duration = g.duration,
            snapshot = g.snapshot, error = g.error, node = g.node, node_id = g.node_id, priority = g.priority,
            limit_key = coalesce(g.limit_key, t.limit_key),
            ready_at = CASE WHEN g.node_id IS NULL AND g.finished_at IS NULL
              THEN coalesce(g.ready_at, clock_timestamp() + g.ready_in, t.ready_at, clock_timestamp()) END,
            changed = CASE WHEN @shared THEN pg_current_xact_id() ELSE t.changed END,
            answered_at = coalesce(g.answered_at, t.answered_at)
          FROM given g WHERE g.seq_before > 0 AND t.id = g.id AND t.seq = g.seq_before AND t.epoch = g.epoch_before RETURNING t.id),
        written AS (SELECT id FROM inserted UNION ALL SELECT id FROM updated),
        recorded AS (
          INSERT INTO events (task_id, seq, epoch, at, milestone, line, data)
          SELECT e.* FROM unnest(
            @event_tasks::uuid[], @event_seqs::bigint[], @event_epochs::int[], @event_times::timestamptz[],
            @event_milestones::boolean[], @event_lines::bigint[], @event_data::text[])
            AS e (task_id, seq, epoch, at, milestone, line, data) JOIN written ON id = task_id),
        tagged AS (
          INSERT INTO tags (task_id, tag)
          SELECT n.* FROM unnest(@tag_tasks::uuid[], @tags::text[]) AS n (task_id, tag) JOIN written ON id = task_id
          ON CONFLICT DO NOTHING),
        found AS (
          INSERT INTO search (task_id, text, finished_at)
          SELECT s.* FROM unnest(@text_tasks::uuid[], @texts::text[], @text_times::timestamptz[]) AS s (task_id, text, finished_at)
          JOIN written ON id = task_id
          ON CONFLICT (task_id) DO UPDATE SET text = excluded.text, finished_at = excluded.finished_at),
        audited AS (
          INSERT INTO audit (at, person, action, task_id, task_name, origin)
          SELECT a.at, a.person, a.action, a.task_id, a.task_name, a.origin
          FROM unnest(
            @audit_times::timestamptz[], @audit_people::text[], @audit_actions::smallint[], @audit_tasks::uuid[], @audit_names::text[],
            @audit_origins::text[])
            WITH ORDINALITY
            AS a (at, person, action, task_id, task_name, origin, place) JOIN written ON id = a.task_id ORDER BY a.place),
        unfound AS (
          DELETE FROM search USING written WHERE task_id = id AND task_id = ANY (@retried::uuid[]))
        SELECT id FROM given EXCEPT SELECT id FROM written
        """;
}
