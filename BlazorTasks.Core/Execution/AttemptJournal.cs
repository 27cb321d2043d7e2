namespace BlazorTasks.Execution;

/// <summary>
/// What earlier attempts of a restartable task completed: steps with their results, and prompts with their answers. Entries
/// are matched by name and order, so that a later attempt reuses them instead of repeating the work.
/// </summary>
internal sealed class AttemptJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<JsonElement?>> _steps = [];
    private readonly Dictionary<(PromptKind, string), Queue<(Prompt Prompt, PromptAnswered? Answer)>> _prompts = [];

    public static AttemptJournal Empty { get; } = new([]);

    public AttemptJournal(IEnumerable<TaskEvent> milestones)
    {
        var names = new Dictionary<int, string>();
        var asked = new List<Prompt>();
        var answers = new Dictionary<string, PromptAnswered>();
        foreach (var taskEvent in milestones)
        {
            switch (taskEvent)
            {
                case RetryApproved { Input: not null }: // the input changed, so earlier results are obsolete
                    _steps.Clear();
                    asked.Clear();
                    break;
                case StepStarted step:
                    names[step.Step] = step.Name;
                    break;
                case StepFinished { Error: null } step:
                    Of(_steps, names[step.Step]).Enqueue(step.Result);
                    break;
                case PromptAsked
                {
                    Prompt:
                    {
                        HoldsCode: true,
                        Kind: not PromptKind.Pause
                    } prompt
                } when asked.All(one => one.Id != prompt.Id):
                    asked.Add(prompt);
                    break;
                case PromptAnswered answer:
                    answers[answer.Prompt] = answer;
                    break;
            }
        }

        foreach (var prompt in asked)
        {
            Of(_prompts, (prompt.Kind, prompt.Title)).Enqueue((prompt, answers.GetValueOrDefault(prompt.Id)));
        }
    }

    /// <summary>Returns the stored result of a step that an earlier attempt completed.</summary>
    public bool TryTakeStep(string name, out JsonElement? result)
    {
        lock (_gate)
        {
            result = null;
            return _steps.TryGetValue(name, out var finished) && finished.TryDequeue(out result);
        }
    }

    /// <summary>Returns an earlier prompt with its answer, if there is one. An expired prompt is asked again.</summary>
    public (Prompt Prompt, PromptAnswered? Answer)? TakePrompt(PromptKind kind, string title, string? open)
    {
        lock (_gate)
        {
            while (_prompts.TryGetValue((kind, title), out var asked) && asked.TryDequeue(out var next))
            {
                if (next.Answer is not null || next.Prompt.Id == open)
                {
                    return next;
                }
            }

            return null;
        }
    }

    private static Queue<TItem> Of<TKey, TItem>(Dictionary<TKey, Queue<TItem>> queues, TKey key)
        where TKey : notnull =>
        queues.TryGetValue(key, out var queue) ? queue : queues[key] = new Queue<TItem>();
}
