#pragma pack(1)
int x;
