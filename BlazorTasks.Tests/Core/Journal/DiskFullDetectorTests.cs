using BlazorTasks.Journal;

namespace BlazorTasks.Tests.Core.Journal;

public sealed class DiskFullTests
{
    [Fact]
    public void IsCauseOf_WhatStoresThrow_ReportsAFullDiskFromOtherTrouble()
    {
        DiskFullDetector.IsCauseOf(new SqliteException("full", 13)).Should().BeTrue();
        DiskFullDetector.IsCauseOf(new PostgresException("could not extend file", "ERROR", "ERROR", "53100")).Should().BeTrue();
        DiskFullDetector.IsCauseOf(new IOException("No space left on device", 28)).Should().BeTrue();
        DiskFullDetector.IsCauseOf(new InvalidOperationException("outer", new SqliteException("full", 13))).Should().BeTrue();
        DiskFullDetector.IsCauseOf(new SqliteException("busy", 5)).Should().BeFalse();
        DiskFullDetector.IsCauseOf(new PostgresException("gone", "FATAL", "FATAL", "57P01")).Should().BeFalse();
        DiskFullDetector.IsCauseOf(new TimeoutException()).Should().BeFalse();
    }
}
