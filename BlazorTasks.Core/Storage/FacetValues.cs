namespace BlazorTasks.Storage;

/// <summary>The distinct values of a facet of finished tasks, in SQL that all supported databases understand.</summary>
internal static class FacetValues
{
    /// <summary>Jumps from each value to the next one in the index instead of reading every task.</summary>
    /// <param name="facet">The facet.</param>
    /// <param name="limit">The name of the parameter with the maximum number of values.</param>
    public static string Sql(TaskFacet facet, string limit)
    {
        var (column, rows) = facet switch
        {
            TaskFacet.Definition => ("definition", "tasks WHERE finished_at IS NOT NULL"),
            TaskFacet.Owner => ("owner", "tasks WHERE finished_at IS NOT NULL"),
            TaskFacet.Error => ("error", "tasks WHERE finished_at IS NOT NULL AND error IS NOT NULL"),
            _ => ("tag", "tags WHERE true"),
        };
        return $"""
            WITH RECURSIVE found (value) AS (
              SELECT min({column}) FROM {rows}
              UNION ALL
              SELECT (SELECT min({column}) FROM {rows} AND {column} > value) FROM found WHERE value IS NOT NULL)
            SELECT value FROM found WHERE value IS NOT NULL LIMIT {limit}
            """;
    }

    /// <summary>The values of one owner, whose tasks are read once: there is no index of their values.</summary>
    /// <param name="facet">The facet.</param>
    /// <param name="owner">The name of the parameter with the owner.</param>
    /// <param name="limit">The name of the parameter with the maximum number of values.</param>
    /// <param name="taskOfTag">The condition that joins a tag with its task.</param>
    public static string SqlOfOwner(TaskFacet facet, string owner, string limit, string taskOfTag)
    {
        var (column, rows) = facet switch
        {
            TaskFacet.Definition => ("definition", "tasks"),
            TaskFacet.Owner => ("owner", "tasks"),
            TaskFacet.Error => ("error", "tasks"),
            _ => ("tag", $"tasks JOIN tags ON {taskOfTag}"),
        };
        return $"""
            SELECT DISTINCT {column} FROM {rows}
            WHERE finished_at IS NOT NULL AND owner = {owner} AND {column} IS NOT NULL
            ORDER BY {column} LIMIT {limit}
            """;
    }
}
