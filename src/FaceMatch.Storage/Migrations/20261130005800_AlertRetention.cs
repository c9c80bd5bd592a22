using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceMatch.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AlertRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "HeldAt",
                table: "Alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "HeldBy",
                table: "Alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HoldReason",
                table: "Alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "PurgeReceipt",
                table: "Alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PurgedAt",
                table: "Alerts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_PurgedAt",
                table: "Alerts",
                column: "PurgedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Alerts_PurgedAt",
                table: "Alerts");

            migrationBuilder.DropColumn(
                name: "HeldAt",
                table: "Alerts");

            migrationBuilder.DropColumn(
                name: "HeldBy",
                table: "Alerts");

            migrationBuilder.DropColumn(
                name: "HoldReason",
                table: "Alerts");

            migrationBuilder.DropColumn(
                name: "PurgeReceipt",
                table: "Alerts");

            migrationBuilder.DropColumn(
                name: "PurgedAt",
                table: "Alerts");
        }
    }
}
