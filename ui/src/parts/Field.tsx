import { Input, Label, TextArea, TextField } from "react-aria-components";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly type?: "text" | "password" | "email" | "number" | "date";
  readonly autoComplete?: string;
  /** More than one line. */
  readonly rows?: number;
}

/** A labelled text to be typed. */
export function Field({ label, required = false, rows, ...field }: FieldProps) {
  return (
    <TextField className="field" isRequired={required} validationBehavior="aria" {...field}>
      <Label>{label}</Label>
      {rows === undefined ? <Input /> : <TextArea rows={rows} />}
    </TextField>
  );
}
