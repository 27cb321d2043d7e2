namespace BlazorTasks.Storage;

/// <summary>The different values that finished tasks have for something, in SQL that every database here understands.</summary>
internal static class FacetValues
{
    /// <summary>Jumps from each value to the next one in the index, instead of reading every task.</summary>
    /// <param name="facet">For what.</param>
    /// <param name="limit">The parameter that says how many at the most.</param>
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
