import { Checkbox, Popover, ScrollArea } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useText } from '@/i18n';
import type { Column } from '@/ui/DataGrid';
import { IconButton } from '@/ui/layout';
import type { Row } from './api';
import css from './customers.module.css';

/** Which columns the list shows. */
export function ColumnChooser(props: {
  columns: Column<Row>[];
  chosen: string[];
  onChange: (keys: string[]) => void;
}) {
  const t = useText();
  const { columns, chosen, onChange } = props;
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <IconButton label={t.ui.grid.columns}>
          <IconColumns3 size="1.25rem" />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.menuTitle}>{t.ui.grid.columnsTitle}</div>
        <ScrollArea.Autosize mah="min(26rem, 60vh)">
          {columns
            .filter((column) => column.key !== 'name')
            .map((column) => (
              <Checkbox
                key={column.key}
                label={column.header}
                checked={chosen.includes(column.key)}
                py="0.375rem"
                px="0.75rem"
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked
                      ? [...chosen, column.key]
                      : chosen.filter((key) => key !== column.key),
                  )
                }
              />
            ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
