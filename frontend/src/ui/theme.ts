import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** 黛蓝. Shade 7 fills buttons in light, shade 6 in dark: both carry white text at 4.5:1. */
const brand: MantineColorsTuple = [
  '#e7eef8',
  '#cfdcef',
  '#a9c3e6',
  '#8fb4ea',
  '#6f98d3',
  '#4f7dc2',
  '#3a69b0',
  '#2c5a9e',
  '#244b85',
  '#1b3a69',
];

/** 朱砂: overdue, unpaid, destructive; nothing else is red. */
const seal: MantineColorsTuple = [
  '#fbebe8',
  '#f5d3ce',
  '#f0b3aa',
  '#f0958a',
  '#d9675a',
  '#c64b3d',
  '#bb4034',
  '#b3362a',
  '#932c22',
  '#73221a',
];

/** Text to background of the dark theme: Mantine reads 0–3 as text, 4 borders, 6 inputs, 7 body. */
const dark: MantineColorsTuple = [
  '#e9ebee',
  '#b4bac3',
  '#9aa1ab',
  '#7b828c',
  '#4a5058',
  '#33383f',
  '#24282d',
  '#1f2226',
  '#17191c',
  '#131518',
];

export const theme = createTheme({
  fontFamily: 'var(--crm-font-ui)',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.1875rem', xl: '1.375rem' },
  headings: { fontFamily: 'var(--crm-font-ui)', fontWeight: '600' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.5', lg: '1.55', xl: '1.55' },
  colors: { brand, seal, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
    Popover: { defaultProps: { shadow: 'md', withinPortal: true } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});

/** Points Mantine's own variables at the tokens, so a kit component and a plain element agree. */
export const resolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--crm-surface)',
    '--mantine-color-text': 'var(--crm-text)',
    '--mantine-color-bright': 'var(--crm-text)',
    '--mantine-color-dimmed': 'var(--crm-text-2)',
    '--mantine-color-placeholder': 'var(--crm-text-3)',
    '--mantine-color-default': 'var(--crm-surface)',
    '--mantine-color-default-hover': 'var(--crm-surface-2)',
    '--mantine-color-default-color': 'var(--crm-text)',
    '--mantine-color-default-border': 'var(--crm-line-strong)',
    '--mantine-color-anchor': 'var(--crm-brand)',
    '--mantine-color-error': 'var(--crm-seal)',
    '--mantine-color-brand-light': 'var(--crm-brand-soft)',
    '--mantine-color-brand-light-color': 'var(--crm-brand)',
    '--mantine-color-brand-text': 'var(--crm-brand)',
    '--mantine-color-seal-text': 'var(--crm-seal)',
    '--mantine-color-seal-light': 'var(--crm-seal-soft)',
    '--mantine-color-seal-light-color': 'var(--crm-seal)',
    '--mantine-primary-color-light': 'var(--crm-brand-soft)',
    '--mantine-primary-color-light-color': 'var(--crm-brand)',
    '--mantine-color-disabled': 'var(--crm-sunken)',
    '--mantine-color-disabled-color': 'var(--crm-text-3)',
    '--mantine-color-disabled-border': 'var(--crm-line-2)',
  };
  return { variables: {}, light: shared, dark: shared };
};
