namespace BlazorTasks.Tests.Core;

public class TextTests
{
    [Theory]
    [InlineData("Import customers", "import-customers")]
    [InlineData("  Ångström & Café!  ", "angstrom-cafe")]
    [InlineData("Импорт клиентов", "импорт-клиентов")]
    [InlineData("导入客户", "导入客户")]
    [InlineData("导入 CSV", "导入-csv")]
    [InlineData("导出 CSV", "导出-csv")]
    [InlineData("Größe", "große")]
    [InlineData("ग्राहक आयात", "ग्राहक-आयात")]
    [InlineData("𝒳 1", "𝒳-1")]
    [InlineData("…🚀", "")]
    public void KebabCase_OfEveryScript_IsAName(string title, string name) => Text.KebabCase(title).Should().Be(name);

    [Fact]
    public void KebabCase_ComposedOrNot_IsTheSame() =>
        Text.KebabCase("Импорт й".Normalize(System.Text.NormalizationForm.FormD)).Should().Be(Text.KebabCase("Импорт й")).And.EndWith("й");
}
