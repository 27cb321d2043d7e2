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
}
