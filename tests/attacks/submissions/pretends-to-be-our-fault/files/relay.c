#error gcc: fatal error: Killed signal terminated program cc1
#error cannot write build.jsonl: No space left on device
#error internal compiler error: Segmentation fault
#error the build's box failed: Broken pipe
