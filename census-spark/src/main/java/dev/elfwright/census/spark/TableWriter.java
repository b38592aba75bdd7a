package dev.elfwright.census.spark;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import dev.elfwright.census.Tables;
import dev.elfwright.census.Tables.Table;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Rows of a table as Parquet: text as STRING, numbers as INT64 and INT32; nothing is null. */
final class TableWriter extends WriteSupport<Object[]> {
  private final Table table;
  private @Nullable RecordConsumer consumer;

  private TableWriter(Table table) {
    this.table = table;
  }

  /** Makes writers of files. */
  static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final Table table;

    Builder(Path file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
      return new TableWriter(table);
    }
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(
        new MessageType(table.name(), table.columns().stream().map(TableWriter::field).toList()),
        Map.of());
  }

  private static Type field(Tables.Column column) {
    return switch (column.type()) {
      case TEXT -> Types.required(PrimitiveTypeName.BINARY).as(stringType()).named(column.name());
      case LONG -> Types.required(PrimitiveTypeName.INT64).named(column.name());
      case INT -> Types.required(PrimitiveTypeName.INT32).named(column.name());
      case BOOL -> Types.required(PrimitiveTypeName.BOOLEAN).named(column.name());
    };
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Object[] values) {
    RecordConsumer to = consumer;
    if (to == null || values.length != table.columns().size()) {
      throw new IllegalStateException(
          "%s: %d values, expected %d"
              .formatted(table.name(), values.length, table.columns().size()));
    }
    to.startMessage();
    for (int i = 0; i < values.length; i++) {
      String name = table.columns().get(i).name();
      to.startField(name, i);
      switch (values[i]) {
        case String text -> to.addBinary(Binary.fromString(text));
        case Long number -> to.addLong(number);
        case Integer number -> to.addInteger(number);
        case Boolean bool -> to.addBoolean(bool);
        default -> throw new IllegalArgumentException(values[i].getClass().toString());
      }
      to.endField(name, i);
    }
    to.endMessage();
  }
}
