namespace BlazorTasks.Tests.Client;

/// <summary>The contracts of the API are records and enums of their own; they say the same as the model.</summary>
public class ContractTests
{
    [Theory]
    [InlineData(typeof(TaskState), typeof(ApiTaskState))]
    [InlineData(typeof(TaskReason), typeof(ApiTaskReason))]
    [InlineData(typeof(NodeState), typeof(ApiNodeState))]
    [InlineData(typeof(AuditAction), typeof(ApiAuditAction))]
    [InlineData(typeof(PromptKind), typeof(ApiPromptKind))]
    [InlineData(typeof(PromptStatus), typeof(ApiPromptStatus))]
    [InlineData(typeof(OnError), typeof(ApiOnError))]
    [InlineData(typeof(FieldType), typeof(ApiFieldType))]
    [InlineData(typeof(OnHoliday), typeof(ApiOnHoliday))]
    [InlineData(typeof(OnMissed), typeof(ApiOnMissed))]
    [InlineData(typeof(OnOverlap), typeof(ApiOnOverlap))]
    [InlineData(typeof(PauseCause), typeof(ApiPauseCause))]
    public void Enums_OfTheContract_AreThoseOfTheModel(Type model, Type contract) => Values(contract).Should().Equal(Values(model));

    [Fact]
    public void Field_OfTheContract_HasWhatAFieldHas() =>
        typeof(ApiField).GetProperties().Select(property => property.Name)
            .Should().BeEquivalentTo(typeof(FormField).GetProperties().Select(property => property.Name));

    [Fact]
    public void IsFinal_EachState_IsAsInTheModel() =>
        Enum.GetValues<TaskState>().Where(state => ((ApiTaskState)state).IsFinal() != state.IsFinal()).Should().BeEmpty();

    [Fact]
    public void MaxDepth_OfTheContract_IsThatOfTheModel() => ApiJson.MaxDepth.Should().Be(TaskJson.MaxDepth);

    private static IEnumerable<(string Name, int Value)> Values(Type type) =>
        Enum.GetNames(type).Zip(Enum.GetValues(type).Cast<int>());
}
