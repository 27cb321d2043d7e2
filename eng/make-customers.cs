#!/usr/bin/env dotnet
// Writes the sample list of customers: dotnet run eng/make-customers.cs > BlazorTasks.App/Samples/Customers/customers.csv
// The same seed gives the same file, byte for byte. About one row in 150 is wrong on purpose, in five ways.
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property EnforceCodeStyleInBuild=false

const int Rows = 20_000;
string[] first = ["Anna", "Jonas", "Mei", "Karim", "Hedda", "Olle", "Sanna", "Tove", "Emil", "Nadia", "Bo", "Freja", "Lars", "Aino",
    "Piotr", "Zoë"];
string[] last = ["Lindqvist", "Berg", "Lin", "Osman", "Nyström", "Wikström", "Åkesson", "Öberg", "Kowalska", "Virtanen", "Ek", "Holm",
    "Dahl", "Sandström"];
string[] cities = ["Malmö", "Göteborg", "Lund", "Umeå", "Oslo", "Århus", "Tampere", "Gdańsk", "\"Visby, Gotland\"", "Kiruna"];
var state = 20261121u;
var output = Console.Out;
output.NewLine = "\n";
output.WriteLine("number,name,email,city,since,credit");
for (var i = 1; i <= Rows; i++)
{
    var (given, family) = (Pick(first), Pick(last));
    var number = $"{100_000 + i}";
    var name = $"{given} {family}";
    var email = $"{Plain(given)}.{Plain(family)}{i}@example.com";
    var since = new DateOnly(2015, 1, 1).AddDays(Next(4_300)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    var credit = $"{Next(500)}.{Next(100):00}";
    switch (Next(750))
    {
        case 0: email = ""; break;
        case 1: email = email.Replace("@example.com", "@"); break;
        case 2: name = ""; break;
        case 3: since = "unknown"; break;
        case 4: credit = "12,5O"; break;
    }

    output.WriteLine($"{number},{name},{email},{Pick(cities)},{since},{(credit.Contains(',') ? $"\"{credit}\"" : credit)}");
}

string Pick(string[] from) => from[Next(from.Length)];

static string Plain(string name) =>
    new([.. name.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);

// Random's sequence may change between versions of .NET; this one (a 32-bit xorshift) cannot.
int Next(int below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (int)(state % (uint)below);
}
