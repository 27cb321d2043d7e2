using BlazorTasks.Journal;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlazorTasks.Tests.Core.Journal;

public sealed class DiskFullTests
{
    [Fact]
    public void IsCauseOf_WhatStoresThrow_TellsAFullDiskFromOtherTrouble()
    {
        DiskFull.IsCauseOf(new SqliteException("full", 13)).Should().BeTrue();
        DiskFull.IsCauseOf(new PostgresException("could not extend file", "ERROR", "ERROR", "53100")).Should().BeTrue();
        DiskFull.IsCauseOf(new IOException("No space left on device", 28)).Should().BeTrue();
        DiskFull.IsCauseOf(new InvalidOperationException("outer", new SqliteException("full", 13))).Should().BeTrue();
        DiskFull.IsCauseOf(new SqliteException("busy", 5)).Should().BeFalse();
        DiskFull.IsCauseOf(new PostgresException("gone", "FATAL", "FATAL", "57P01")).Should().BeFalse();
        DiskFull.IsCauseOf(new TimeoutException()).Should().BeFalse();
    }
}
