import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { type ExportFormat, type ExportList, exportFormats } from '@/lib/exports';

/** 导出: the formats of a list behind one button. */
export function ExportMenu(props: {
  list: ExportList;
  disabled?: boolean;
  onPick: (format: ExportFormat) => void;
  /** Further items of the menu. */
  children?: ReactNode;
}) {
  const t = useText();
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" disabled={props.disabled} leftSection={<IconDownload size="1.125rem" />}>
          {t.exchange.export.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats(props.list).map((format) => (
          <Menu.Item key={format} onClick={() => props.onPick(format)}>
            {t.exchange.export[format]}
          </Menu.Item>
        ))}
        {props.children}
      </Menu.Dropdown>
    </Menu>
  );
}
